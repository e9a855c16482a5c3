import { createSession } from '../support/agent';
import { AuditTrail } from '../support/audit-trail';
import { until } from '../support/until';

/** The anchors in a broker's log: the last hash, and the number of lines. */
const anchorsIn = (log: string) =>
	[...log.matchAll(/"auditHash":"(\w+)","auditLines":(\d+)/g)].map(([, hash, lines]) => ({
		hash,
		lines: Number(lines),
	}));

describe('anchors of the audit log in the ordinary log', () => {
	test('are written at the start and at the end', async () => {
		const trail = new AuditTrail();
		const broker = await trail.start();
		await createSession(broker.url);
		await broker.stop();
		const [first, , third] = trail.entries();
		expect(anchorsIn(broker.log())).toEqual([
			{ hash: first?.hash, lines: 1 },
			{ hash: third?.hash, lines: 3 },
		]);
	});

	test('are written at an interval in between', async () => {
		const trail = new AuditTrail();
		const broker = await trail.start({}, { timings: { auditAnchorInterval: 50 } });
		await createSession(broker.url);
		await until(() => anchorsIn(broker.log()).some(({ lines }) => lines === 2));
		const anchor = anchorsIn(broker.log()).find(({ lines }) => lines === 2);
		expect(anchor?.hash).toBe(trail.entries()[1]?.hash);
	});
});
