import { CHECKS } from '../table/checks';
import { tryRows } from './tried';

tryRows(CHECKS);
