/**
 * Keeps what a pure function gave for a text, since the reports of a fleet say most things in the same words. It forgets all
 * when it holds too much, and keeps nothing of long texts.
 */
export function boundedMemo<T>(make: (text: string, place: string) => T): (text: string, place: string) => T {
  const known = new Map<string, T>();
  return (text, place) => {
    if (text.length > longest) return make(text, place);
    const key = `${place}\n${text}`;
    const had = known.get(key);
    if (had !== undefined) return had;
    const made = make(text, place);
    if (known.size >= most) known.clear();
    known.set(key, made);
    return made;
  };
}

const longest = 2000;
const most = 20_000;
