import { DEPLOY } from '../table/deploy';
import { tryRows } from './tried';

tryRows(DEPLOY);
