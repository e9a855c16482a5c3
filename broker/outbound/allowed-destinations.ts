/** A host that the operator allows although it is not public, or not by https. */
interface AllowedHost {
	readonly host: string;
	/** Undefined for every port. */
	readonly port: string | undefined;
}

/** Hosts that the broker may call in addition to public addresses over https. */
export class AllowedDestinations {
	readonly #hosts: readonly AllowedHost[];

	/** @param entries `host` or `host:port`, compared as they are written, never by what they resolve to */
	constructor(entries: readonly string[]) {
		this.#hosts = entries.map((entry) => {
			const { hostname, port } = new URL(`http://${entry}`);
			return { host: hostname, port: /:\d+$/.test(entry) ? port || '80' : undefined };
		});
	}

	/** Whether the operator allows this address by name. */
	allows(url: URL): boolean {
		const port = url.port || (url.protocol === 'https:' ? '443' : '80');
		return this.#hosts.some((each) => each.host === url.hostname && (each.port ?? port) === port);
	}
}
