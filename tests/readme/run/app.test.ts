import { APP } from '../table/app';
import { tryRows } from './tried';

tryRows(APP);
