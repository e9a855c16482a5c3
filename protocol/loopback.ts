/** Whether an address is this machine's own, to which plain HTTP is as good as HTTPS (RFC 8252 section 8.3). */
export function isLoopback({ hostname }: Pick<URL, 'hostname'>): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
