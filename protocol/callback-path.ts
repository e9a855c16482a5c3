/** Below a broker's base URL: where providers send people back to, the redirect URL of every client. */
export const CALLBACK_PATH = '/v1/oauth/callback';
