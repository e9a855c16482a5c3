/** The node's outputs by number. */
export const OUTPUTS = { received: 0, declined: 1, expired: 2, pending: 3 } as const;
