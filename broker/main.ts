#!/usr/bin/env node
import path from 'node:path';
import { checkCommand } from './check/check-command';
import { readCommandLine } from './command-line';
import { auditVerifyCommand } from './monitoring/audit/audit-command';
import { OPERATOR_TIMEOUTS, operatorCommand } from './operator/operator-command';
import { serve } from './server/serve';

/** Where the build puts the page, seen from where it puts this file. */
const PAGE_DIRECTORY = path.join(__dirname, 'page');
/** Where it puts the OpenAPI document. */
const DOCS_DIRECTORY = path.join(__dirname, 'openapi');
/** Where it puts the operator's page. */
const OPERATOR_DIRECTORY = path.join(__dirname, 'operator');

void main();

async function main(): Promise<void> {
	const command = readCommandLine(process.argv.slice(2));
	switch (command.kind) {
		case 'serve':
			return serve({
				pageDirectory: PAGE_DIRECTORY,
				docsDirectory: DOCS_DIRECTORY,
				operatorDirectory: OPERATOR_DIRECTORY,
			});
		case 'print':
			process.stdout.write(command.text);
			return;
		case 'misused':
			process.stderr.write(command.text);
			process.exitCode = 2;
			return;
		case 'check': {
			const { status, text } = await checkCommand(process.env, {
				json: command.json,
				colors: process.stdout.isTTY && process.stdout.hasColors(),
				columns: process.stdout.isTTY ? process.stdout.columns : undefined,
			});
			process.stdout.write(`${text}\n`);
			process.exitCode = status;
			return;
		}
		case 'operator': {
			const options = { ...command, environment: process.env, timeouts: OPERATOR_TIMEOUTS };
			const { status, output = '', message } = await operatorCommand(command.action, options);
			process.stdout.write(output);
			if (message !== undefined) process.stderr.write(`${message}\n`);
			process.exitCode = status;
			return;
		}
		case 'audit-verify': {
			const { status, text } = await auditVerifyCommand(command.file, command.anchors);
			(status === 0 ? process.stdout : process.stderr).write(`${text}\n`);
			process.exitCode = status;
		}
	}
}
