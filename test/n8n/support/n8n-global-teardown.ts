import { discardPreparedN8n } from './prepared-n8n';

export default discardPreparedN8n;
