import type { Script } from '../script-runner';

/*
 * What happens to the records of a session, each in one script: all of it or nothing, whenever a broker dies. Changing
 * and removing run on a full Redis too, so that those who wait are served; creating does not.
 */

/** KEYS: all records of the session. ARGV: for each of the first ones its value and its milliseconds. 0: it was there. */
export const CREATE: Script = {
	name: 'create a session',
	lua: `#!lua
if redis.call('EXISTS', unpack(KEYS)) > 0 then return 0 end
for i = 1, #ARGV / 2 do
	redis.call('SET', KEYS[i], ARGV[2 * i - 1], 'PX', ARGV[2 * i])
end
return 1`,
};

/** What is done to a record by {@link CHANGE}. */
export type Verb = 'get' | 'set' | 'delete' | 'shorten' | 'lengthen';

/**
 * KEYS: the record that the change depends on; then for each step its record. ARGV: how that record begins where it has
 * the expected version; channel and message, or empty texts; then for each step its verb, value and milliseconds (none:
 * until the record that the change depends on ends). Gives 0 where nothing was done, otherwise what was to be got.
 */
export const CHANGE: Script = {
	name: 'change a session',
	lua: `#!lua flags=allow-oom
if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then return 0 end
local ends = redis.call('PEXPIRETIME', KEYS[1])
local got = false
for i = 2, #KEYS do
	local verb, value, lifetime = ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
	if verb == 'get' then
		got = redis.call('GET', KEYS[i])
	elseif verb == 'delete' then
		redis.call('DEL', KEYS[i])
	elseif verb == 'shorten' then
		redis.call('PEXPIRE', KEYS[i], lifetime, 'LT')
	elseif verb == 'lengthen' then
		redis.call('PEXPIRE', KEYS[i], lifetime, 'GT')
	elseif lifetime == '' then
		redis.call('SET', KEYS[i], value, 'PXAT', ends)
	else
		redis.call('SET', KEYS[i], value, 'PX', lifetime)
	end
end
if ARGV[2] ~= '' then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
return got`,
};

/**
 * KEYS: all records of the session, the state first. ARGV: channel and message. Gives how many states there were, and how
 * many other records.
 */
export const REMOVE: Script = {
	name: 'remove a session',
	lua: `#!lua flags=allow-oom
local state = redis.call('DEL', KEYS[1])
local others = redis.call('DEL', unpack(KEYS, 2))
if state + others > 0 then redis.call('PUBLISH', ARGV[1], ARGV[2]) end
return {state, others}`,
};
