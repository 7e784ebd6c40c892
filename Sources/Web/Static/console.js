// What the console does beyond plain pages. Every page and form works without it.
const csrf = () => document.querySelector('input[name=csrf]')?.value ?? '';
const isTyping = (target) => target.closest('input, textarea, select, [contenteditable]');

// The palette: the same search as the page behind the link.
const palette = document.getElementById('palette');
const field = document.getElementById('palette-q');
const results = document.getElementById('palette-results');
const said = document.getElementById('palette-said');
let asked = 0;

async function search() {
    const mine = ++asked;
    const body = new URLSearchParams({ csrf: csrf(), q: field.value });
    const answer = await fetch('/console/find', {
        method: 'POST', body, headers: { accept: 'text/x-fragment' },
    });
    if (mine !== asked || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const links = [...page.querySelectorAll('.found a')];
    links.forEach((link) => { link.role = 'option'; });
    results.replaceChildren(...(links.length ? links : []));
    said.textContent = links.length ? '' : page.body.textContent.trim();
    choose(0);
}

function choose(index) {
    const options = [...results.querySelectorAll('[role=option]')];
    options.forEach((option, at) => {
        option.id = `palette-${at}`;
        option.setAttribute('aria-selected', at === index);
        if (at === index) {
            field.setAttribute('aria-activedescendant', option.id);
            option.scrollIntoView({ block: 'nearest' });
        }
    });
}

function chosen() {
    return [...results.querySelectorAll('[role=option]')]
        .findIndex((option) => option.getAttribute('aria-selected') === 'true');
}

function open(event) {
    event.preventDefault();
    if (palette.open) return;
    palette.showModal();
    field.select();
    search();
}

document.querySelector('[data-find]')?.addEventListener('click', open);
let waiting;
field?.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
});
field?.addEventListener('keydown', (event) => {
    const count = results.querySelectorAll('[role=option]').length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        const step = event.key === 'ArrowDown' ? 1 : -1;
        if (count) choose((chosen() + step + count) % count);
    } else if (event.key === 'Enter') {
        const option = results.querySelector('[aria-selected=true]');
        if (option) {
            event.preventDefault();
            location.assign(option.href);
        }
    }
});

// Rows: j and k go up and down, x marks, space looks at the case beside the list, Enter opens.
// Only where nothing is typed.
const table = document.querySelector('table[data-rows]');
let row = -1;

function go(step) {
    const rows = [...table.tBodies[0].rows];
    if (!rows.length) return;
    row = Math.min(Math.max(row + step, 0), rows.length - 1);
    rows.forEach((one, at) => one.classList.toggle('at', at === row));
    rows[row].scrollIntoView({ block: 'nearest' });
    if (!panel.hidden) peek(rows[row].querySelector('[data-peek]'));
}

// The panel beside the list. Whoever closes it is where they were.
const panel = document.getElementById('peek');
let from;
let peeked = 0;

async function peek(link) {
    if (!link) return;
    const mine = ++peeked;
    from = link;
    const answer = await fetch(link.pathname.replace('/case/', '/peek/'), {
        headers: { accept: 'text/x-fragment' },
    }).catch(() => undefined);
    if (mine !== peeked) return;
    if (!answer?.ok || answer.redirected) return location.assign(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    panel.querySelector('[data-peek-body]').replaceChildren(...page.body.childNodes);
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus();
}

function closePeek() {
    peeked += 1;
    if (panel.hidden) return;
    panel.hidden = true;
    from?.focus();
}

document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-peek]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (table) {
        row = [...table.tBodies[0].rows].indexOf(link.closest('tr'));
        go(0);
    }
    if (panel.hidden) peek(link);
});
panel?.querySelector('[data-peek-close]').addEventListener('click', closePeek);

document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') return open(event);
    if (event.key === 'Escape' && panel && !palette.open) closePeek();
    if (event.ctrlKey || event.metaKey || event.altKey || !table) return;
    if (isTyping(event.target) && event.target.type !== 'checkbox') return;
    if (event.key === 'j') go(1);
    if (event.key === 'k') go(-1);
    const current = table.tBodies[0].rows[row];
    if (!current) return;
    if (event.key === 'x') current.querySelector('input[type=checkbox]')?.click();
    const isFree = [document.body, panel].includes(event.target)
        || event.target.matches('.scroll, [data-peek]');
    if (event.key === ' ' && isFree) {
        event.preventDefault();
        if (panel.hidden) peek(current.querySelector('[data-peek]'));
        else closePeek();
    }
    if (event.key === 'Enter' && [document.body, panel].includes(event.target)) {
        current.querySelector('a')?.click();
    }
});

// What was sent and done is kept here no longer.
if (new URLSearchParams(location.search).has('done') && sessionStorage.getItem('sent')) {
    sessionStorage.removeItem(sessionStorage.getItem('sent'));
    sessionStorage.removeItem('sent');
}

// Drafts: on this device 300 ms after a change, on the server after 3 s. What a form was sent
// with is gone from this device once the server has it.
for (const form of document.querySelectorAll('form[data-draft]')) {
    const place = `draft ${new URL(form.action).pathname}`;
    const state = form.querySelector('[data-draft-state]');
    const values = () => {
        const data = new URLSearchParams(new FormData(form));
        return data;
    };
    let near, far;
    form.addEventListener('input', () => {
        clearTimeout(near);
        clearTimeout(far);
        near = setTimeout(() => {
            const kept = values();
            kept.delete('csrf');
            try { sessionStorage.setItem(place, kept.toString()); } catch { /* full or refused */ }
        }, 300);
        far = setTimeout(async () => {
            const answer = await fetch(form.dataset.draft, { method: 'POST', body: values() })
                .catch(() => undefined);
            const english = document.documentElement.lang === 'en';
            if (state) {
                state.textContent = answer?.ok
                    ? (english ? 'draft kept' : '草稿已保存')
                    : (english ? 'draft kept on this device only' : '草稿仅保存在本机');
            }
        }, 3000);
    });
    form.addEventListener('submit', () => {
        clearTimeout(near);
        clearTimeout(far);
        sessionStorage.setItem('sent', place);
    });
    // A session that ended in mid-form left what was typed here.
    const kept = sessionStorage.getItem(place);
    const isFresh = ![...form.elements].some((one) => one.type !== 'hidden' && one.type !== 'radio'
        && one.type !== 'select-one' && one.tagName !== 'BUTTON' && one.value
        && one.value !== one.defaultValue);
    if (kept && isFresh) {
        for (const [name, value] of new URLSearchParams(kept)) {
            if (name.startsWith('~')) continue;
            for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
                if (one.type === 'hidden') continue;
                if (one.type === 'radio' || one.type === 'checkbox') {
                    one.checked = one.type === 'checkbox' || one.value === value;
                } else if (!one.value) {
                    one.value = value;
                }
            }
        }
    }
}
document.querySelector('[data-problem]')?.focus();

// A case as it changes: said at once, put in place when nobody is typing there.
const live = document.querySelector('[data-live]');
if (live && window.EventSource) {
    const part = live.querySelector('[data-live-part]');
    const pill = live.querySelector('[data-pill]');
    const refresh = async () => {
        const answer = await fetch(live.dataset.fragment, { headers: { accept: 'text/x-fragment' } });
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const opened = [...part.querySelectorAll('details')].map((one) => one.open);
        part.replaceChildren(...page.body.childNodes);
        [...part.querySelectorAll('details')].forEach((one, at) => { one.open = opened[at] ?? false; });
        pill.hidden = true;
    };
    live.querySelector('[data-refresh]')?.addEventListener('click', refresh);
    const source = new EventSource(live.dataset.live);
    source.addEventListener('changed', () => {
        if (part.contains(document.activeElement)) pill.hidden = false;
        else refresh();
    });
    source.addEventListener('present', (event) => {
        const shown = part.querySelector('[data-present]');
        if (!shown) return;
        shown.querySelector('[data-present-names]').textContent = event.data;
        shown.hidden = !event.data;
    });
    addEventListener('pagehide', () => source.close());
}

// How far an export or import is, until it is over.
const progress = document.querySelector('[data-progress]');

async function follow() {
    const answer = await fetch(progress.dataset.progress, { headers: { accept: 'text/x-fragment' } })
        .catch(() => undefined);
    if (answer?.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        progress.replaceChildren(...page.body.childNodes);
    }
    if (progress.querySelector('[data-running]')) setTimeout(follow, 1000);
}

if (progress?.querySelector('[data-running]')) setTimeout(follow, 500);

// The other language of the same page, with its query.
for (const link of document.querySelectorAll('[data-language]')) {
    const wanted = new URL(link.href).searchParams.get('lang');
    const address = new URL(location.href);
    address.searchParams.set('lang', wanted);
    if (document.querySelector('form.command')?.dataset.draft === undefined) link.href = address;
}
