import { findingsOf } from './finding';
import type { Check } from './subject';

/** Descriptors that a broker needs besides those of its clients: store, log, callbacks. */
const OWN = 600;

const descriptors = findingsOf('file descriptors');

/** Whether this process could have as many connections open as the limit lets in. */
export const checkFileDescriptors: Check = ({ config: { connections }, openFiles }) => {
	if (openFiles === undefined) return [];
	const needed = connections + OWN;
	return openFiles >= needed
		? [descriptors.ok(`${String(openFiles)}, for ${String(connections)} connections`)]
		: [
				descriptors.warning(
					`${String(openFiles)} here, for ${String(connections)} connections`,
					`Allow ${String(needed)} (ulimit -n, LimitNOFILE=, --ulimit nofile=), or lower LINKAUTH_CONNECTIONS.`,
				),
			];
};
