import type { Texts } from './en';

/**
 * Every text of the page, in Polish. It speaks to people without naming their sex: with `proszę` and with
 * impersonal forms.
 */
export const pl: Texts = {
	language: 'pl',
	document: {
		title: 'Prośba o dane dostępowe',
		description:
			'Prośba o dane dostępowe, w pełni szyfrowana (end-to-end). Proszę ją otworzyć tylko wtedy, gdy była oczekiwana.',
		noScript: {
			heading: 'Ta strona wymaga JavaScriptu',
			text: 'Wpisane dane są szyfrowane w przeglądarce, zanim opuszczą urządzenie, a może to zrobić tylko skrypt.',
			next: 'Proszę zezwolić na JavaScript na tej stronie i wczytać ją ponownie albo otworzyć link w innej przeglądarce.',
		},
	},
	links: { imprint: 'Nota prawna', privacy: 'Prywatność' },
	languageSwitch: {
		label: 'Język',
		failed: 'Nie udało się wczytać tego języka. Nic nie przepadło.',
	},

	timeLeft: (clock) => `zostało ${clock}`,
	announceLeft: (duration) => `Pozostały czas: ${duration}.`,

	how: {
		heading: 'Jak to działa',
		steps: [
			{
				title: 'Szyfrowanie odbywa się tutaj',
				text: 'Wpisane dane są szyfrowane w tej przeglądarce, zanim opuszczą urządzenie.',
			},
			{
				title: 'Otworzy je tylko nadawca',
				text: 'Klucz ma wyłącznie ten, kto wysłał prośbę. Pośrednicząca usługa przekazuje zapieczętowaną kopertę.',
			},
			{
				title: 'Jeden raz i na krótko',
				text: 'Link można otworzyć raz i wygasa on po kilku minutach. Potem nic nie jest przechowywane.',
			},
		],
	},

	button: {
		retry: 'Spróbuj teraz ponownie',
		typeCode: 'Wpisz kod',
		decline: 'Odmów',
	},

	trouble: {
		'no-connection': {
			title: 'Brak połączenia',
			text: 'Z tego urządzenia nie można połączyć się z usługą. Nic nie przepadło.',
		},
		unavailable: {
			title: 'Usługa jest chwilowo niedostępna',
			text: 'Zwykle mija to w ciągu minuty. Nic nie przepadło.',
		},
		'rate-limited': {
			title: 'Na razie zbyt wiele prób',
			text: 'Usługa prosi, aby ta sieć chwilę zaczekała. Nic nie przepadło.',
		},
		again: (when) => `Kolejna próba ${when}.`,
		now: 'Trwa kolejna próba…',
	},

	development: 'Środowisko lokalne: połączenie nie jest szyfrowane.',

	loading: { heading: 'Otwieranie prośby', text: 'Proszę chwilę zaczekać.' },

	enterCode: {
		heading: 'Proszę wpisać kod',
		text: 'Znajduje się w wiadomości, która tutaj skierowała.',
		label: 'Kod',
		help: 'Osiem liter i cyfr, na przykład ABCD‑1234. Można też wkleić całą wiadomość.',
		submit: 'Dalej',
		busy: 'Wyszukiwanie…',
		problem: {
			'not-a-code': 'Kod jest niepełny. Składa się z ośmiu liter i cyfr, na przykład ABCD‑1234.',
			'not-open':
				'Pod tym kodem nie ma otwartej prośby. Być może wpisano go z błędem, wygasł albo został już otwarty gdzie indziej.',
		},
	},

	notOpen: {
		heading: 'Ten link nie jest otwarty',
		text: 'Być może został już użyty, wygasł albo nie został skopiowany w całości.',
		next: 'Aby mimo to odpowiedzieć na prośbę, należy poprosić nadawcę o nowy link.',
	},

	insecure: {
		heading: 'Ta strona nie jest bezpieczna',
		text: 'Otwarto ją bez szyfrowanego połączenia, więc ktoś mógłby ją po drodze odczytać lub zmienić. Tutaj nie można nic wpisać.',
		next: 'Należy poprosić nadawcę o link zaczynający się od https.',
	},

	keyAlarm: {
		mismatch: {
			heading: 'Stop: to nie jest właściwy klucz',
			text: 'Link wskazuje klucz, który może otworzyć odpowiedź. Ta strona otrzymała inny. Być może ktoś próbuje odczytać wpisywane dane.',
			next: 'Proszę nie używać tego linku i zaufaną drogą powiadomić nadawcę, że klucz się nie zgadza.',
		},
		malformed: {
			heading: 'Stop: link jest uszkodzony',
			text: 'Końcówka linku, która mówi, jaki klucz może otworzyć odpowiedź, jest niepełna lub została zmieniona. Bez niej nie wiadomo, kto odczytałby wpisywane dane.',
			next: 'Proszę jeszcze raz skopiować cały link z wiadomości. Jeśli wygląda tak samo, należy poprosić nadawcę o nowy.',
		},
		nothingSent: 'Nic nie zostało wysłane.',
	},

	unsupported: {
		heading: 'Ta strona nie może odpowiedzieć na tę prośbę',
		text: 'Prośba dotyczy rodzaju logowania, którego ta strona nie zna. Nic nie zostało wysłane.',
		next: 'Należy poprosić nadawcę, aby zwrócił się o dane dostępowe w inny sposób.',
	},

	request: {
		heading: 'Co mówi nadawca',
		who: 'Kto prosi',
		what: 'Do czego',
		why: 'Dlaczego',
		where: 'Trafi wyłącznie do',
		nameless: 'Nie podano nazwy',
		verified: 'Potwierdzono',
		notVerified: 'Niepotwierdzone',
		verifiedHelp: 'Usługa zna tego nadawcę.',
		notVerifiedHelp: 'Nikt nie sprawdził tej nazwy.',
		namelessHelp: 'Proszę się upewnić, kto to jest.',
	},

	key: {
		verified: 'Klucz sprawdzony',
		verifiedHelp: 'To ten, który wskazuje link.',
		notPinned: 'Klucza nie porównano',
		notPinnedHelp: 'Żaden link nie wskazał klucza, więc nie było go z czym porównać.',
	},

	check: {
		heading: 'Czy ta prośba była oczekiwana?',
		question: 'Czy to kod z otrzymanej wiadomości?',
		advice:
			'Proszę kontynuować tylko wtedy, gdy prośba była oczekiwana. Za niespodziewaną prośbą może stać ktoś, kto próbuje zdobyć dane dostępowe.',
		yes: 'Tak, zgadza się',
		no: 'Nie, to nieoczekiwane',
		busy: { confirm: 'Otwieranie formularza…', decline: 'Odmawianie…' },
	},

	report: {
		open: 'Zgłoś tę prośbę',
		heading: 'Zgłosić tę prośbę?',
		text: 'Warto to zrobić, jeśli ktoś być może próbuje wprowadzić w błąd.',
		effects: [
			'Prośba natychmiast się zakończy, a link przestanie działać.',
			'Nadawca dowie się, że prośba została zgłoszona.',
			'Zgłoszenie zostanie zapisane dla osób prowadzących tę usługę.',
			'Żadne wpisane dane nie zostaną wysłane.',
		],
		yes: 'Zgłoś i zakończ',
		no: 'Wróć',
		busy: 'Zgłaszanie…',
	},

	openedElsewhere: {
		heading: 'Ten link otwarto już gdzie indziej',
		text: 'Każdy link otwiera się tylko raz. Jeśli stało się to w innej karcie, przeglądarce lub na innym własnym urządzeniu, proszę kontynuować tam.',
		next: 'W przeciwnym razie link ma ktoś inny. Proszę natychmiast powiadomić nadawcę zaufaną drogą i poprosić o nowy. Stąd nie wysłano żadnych danych.',
	},

	form: {
		heading: 'Proszę wpisać dane dostępowe',
		sealed:
			'Szyfrowane w tej przeglądarce przed wysłaniem. Usługa, która je przekazuje, nie może ich odczytać.',
		submit: 'Zaszyfruj i wyślij',
		declining: 'Odmawianie…',
		optional: 'nieobowiązkowe',
		show: 'Pokaż',
		hide: 'Ukryj',
		choose: 'Wybierz…',
		chooseFile: 'Wybierz plik',
		changeFile: 'Wybierz inny plik',
		noFile: 'Nie wybrano pliku',
		summary: 'Proszę jeszcze raz sprawdzić te pola',
		refusal: {
			'too-large':
				'Usługa tego nie przyjęła: całość jest za duża. Proszę coś skrócić albo wybrać mniejszy plik.',
			'not-taken': 'Usługa tego nie przyjęła i nic nie zostało przekazane. Proszę wysłać jeszcze raz.',
		},
		problem: {
			required: 'Proszę wypełnić to pole.',
			'required-choice': 'Proszę wybrać jedną z możliwości.',
			'required-file': 'Proszę wybrać plik.',
			pattern: 'To nie ma oczekiwanej tu postaci.',
			tooLong: (most, now) => `Największa liczba znaków w tym polu: ${most}. Wpisano: ${now}.`,
			fileTooLarge: (most, now) => `Plik może mieć najwyżej ${most}. Ten ma ${now}.`,
			fileUnreadable: 'Nie udało się odczytać tego pliku. Proszę wybrać go jeszcze raz.',
			allTooLarge: (most, now) => `Całość może mieć najwyżej ${most}. Teraz ma ${now}.`,
		},
	},

	builtIn: {
		'API key': 'Klucz API',
		'Username and password': 'Nazwa użytkownika i hasło',
		Username: 'Nazwa użytkownika',
		Password: 'Hasło',
		'Access token': 'Token dostępu',
		'Access key ID': 'Identyfikator klucza dostępu',
		'Secret access key': 'Tajny klucz dostępu',
		Region: 'Region',
		Certificate: 'Certyfikat',
		'PEM, with the whole chain if there is one.': 'W formacie PEM, z całym łańcuchem, jeśli istnieje.',
		'Private key': 'Klucz prywatny',
		'PEM.': 'W formacie PEM.',
		Passphrase: 'Fraza hasła',
		Database: 'Baza danych',
		Host: 'Host',
		Port: 'Port',
	},

	sending: {
		heading: { encrypting: 'Szyfrowanie', sending: 'Wysyłanie' },
		text: {
			encrypting: 'Wpisane dane są właśnie szyfrowane w tej przeglądarce.',
			sending: 'Zapieczętowana koperta jest w drodze. Proszę nie zamykać tej strony.',
		},
	},

	done: {
		heading: 'Wysłano',
		text: 'Wpisane dane zostały zaszyfrowane w tej przeglądarce i przekazane. Otworzyć je może tylko nadawca prośby.',
		next: 'Usługa przechowuje zapieczętowaną kopertę, dopóki nadawca jej nie odbierze, najwyżej kilka minut. Na tej stronie nie ma już wpisanych danych.',
		close: 'Można zamknąć tę stronę.',
		what: 'Do czego',
		who: 'Wysłano do',
	},

	declined: {
		heading: 'Odmówiono',
		text: 'Nadawca dowie się o odmowie. Nic więcej nie zostało wysłane, a link już nie działa.',
		next: 'Jeśli nie wiadomo, kto to wysłał, proszę powiadomić osobę lub zespół dbający o bezpieczeństwo.',
	},

	reported: {
		heading: 'Zgłoszono',
		text: 'Prośba się zakończyła i żadne wpisane dane nie zostały wysłane. Zgłoszenie zapisano dla osób prowadzących tę usługę.',
		next: 'Jeśli w prośbie widniała znana nazwa, proszę zapytać jej właściciela zaufaną drogą. Być może posługuje się nią ktoś inny.',
	},

	expired: {
		heading: 'Ta prośba się zakończyła',
		text: 'Czas minął albo nadawca ją wycofał. Nic nie zostało wysłane.',
		next: 'Aby mimo to odpowiedzieć, należy poprosić nadawcę o nowy link.',
	},

	unsure: {
		heading: 'Czas minął',
		text: 'Wpisane dane zostały zaszyfrowane i wysłane, ale nie nadeszła odpowiedź, więc mogły dotrzeć albo nie. Otworzyć je może tylko nadawca prośby.',
		next: 'Proszę zapytać nadawcę, czy dotarły. Jeśli nie, należy poprosić o nowy link.',
	},

	answered: {
		heading: 'Na tę prośbę już odpowiedziano',
		text: 'Odpowiedziano na nią lub odmówiono, zanim te dane dotarły do usługi, być może w innej karcie tej przeglądarki. Wpisane tutaj dane nie zostały przekazane.',
		next: 'Jeśli zrobił to ktoś obcy, proszę natychmiast powiadomić nadawcę zaufaną drogą.',
	},

	refused: {
		heading: 'Nie udało się',
		text: 'Usługa nie przyjęła tego, co wysłała ta strona, a ponowna próba by nie pomogła.',
		next: 'Należy poprosić nadawcę o nowy link. Jeśli to się powtórzy, proszę mu przekazać:',
		unknown: 'nieznany',
	},
};
