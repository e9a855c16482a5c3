import { LIMITS } from '../../../protocol/limits';
import { element, foreignText } from '../dom';
import { icon } from '../parts/icon';
import type { DraftValue } from '../state';
import type { MakeControl } from './control';
import { fileValue, readableSize } from './file-value';

/** A file, read in the browser when it is chosen; see {@link fileValue} for the string that it becomes. */
export const fileControl: MakeControl = (_field, id, initial, texts) => {
	const input = element('input', { type: 'file', class: 'file-input', id });
	const word = element('span', {});
	const about = element('span', { class: 'file-name' });
	const shell = element(
		'div',
		{ class: 'file' },
		input,
		element('label', { class: 'button quiet', for: id }, icon('file'), word),
		about,
	);
	let held: DraftValue = { value: '' };
	let fault: string | undefined;
	let changed = (): void => undefined;

	const show = (value: DraftValue, problem?: string): void => {
		held = value;
		fault = problem;
		const { file } = value;
		word.textContent = file === undefined ? texts.form.chooseFile : texts.form.changeFile;
		if (file === undefined) about.replaceChildren(texts.form.noFile);
		else
			about.replaceChildren(
				foreignText(file.name),
				' ',
				element('span', {}, readableSize(file.size, texts.language)),
			);
	};

	const take = async (file: File): Promise<void> => {
		const described = { name: file.name, size: file.size };
		// One that is too large in any case is not read into memory, only to be refused.
		const tooLarge = file.size > LIMITS.plaintextWithFiles;
		try {
			show({ value: tooLarge ? '' : await fileValue(file), file: described });
		} catch {
			show({ value: '' }, texts.form.problem.fileUnreadable);
		}
		changed();
	};

	input.addEventListener('change', () => {
		const file = input.files?.[0];
		if (file !== undefined) void take(file);
	});
	show(initial ?? { value: '' });
	return {
		element: shell,
		input,
		read: () => held,
		fault: () => fault,
		onChange: (callback) => {
			changed = callback;
		},
		clear: () => {
			input.value = '';
			show({ value: '' });
		},
	};
};
