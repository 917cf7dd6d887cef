import { BENCHES } from '../table/benches';
import { tryRows } from './tried';

tryRows(BENCHES);
