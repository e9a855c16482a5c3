import { PAGE_LIMITS } from '../../../protocol/page-limits';
import { element, untrustedText } from '../dom';
import { icon } from '../parts/icon';
import type { DraftValue } from '../state';
import type { MakeControl } from './control';
import { fileValue, readableSize } from './file-value';

/** A file, read in the browser when it is chosen; see {@link fileValue} for its value. */
export const fileControl: MakeControl = (_field, id, initial, texts) => {
	const input = element('input', { type: 'file', class: 'file-input', id });
	const label = element('span', {});
	const description = element('span', { class: 'file-name' });
	const wrapper = element(
		'div',
		{ class: 'file' },
		input,
		element('label', { class: 'button quiet', for: id }, icon('file'), label),
		description,
	);
	let current: DraftValue = { value: '' };
	let fault: string | undefined;
	let changed = (): void => undefined;

	const show = (value: DraftValue, problem?: string): void => {
		current = value;
		fault = problem;
		const { file } = value;
		label.textContent = file === undefined ? texts.form.chooseFile : texts.form.changeFile;
		if (file === undefined) description.replaceChildren(texts.form.noFile);
		else
			description.replaceChildren(
				untrustedText(file.name),
				' ',
				element('span', {}, readableSize(file.size, texts.language)),
			);
	};

	const readFile = async (file: File): Promise<void> => {
		const described = { name: file.name, size: file.size };
		// One that is too large in any case is not read into memory.
		const tooLarge = file.size > PAGE_LIMITS.plaintextWithFiles;
		try {
			show({ value: tooLarge ? '' : await fileValue(file), file: described });
		} catch {
			show({ value: '' }, texts.form.problem.fileUnreadable);
		}
		changed();
	};

	input.addEventListener('change', () => {
		const file = input.files?.[0];
		if (file !== undefined) void readFile(file);
	});
	show(initial ?? { value: '' });
	return {
		element: wrapper,
		input,
		read: () => current,
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
