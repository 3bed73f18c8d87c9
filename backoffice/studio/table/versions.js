// dmn-js reads DMN 1.3; 1.2, 1.4 and 1.5 name the same elements in other namespaces. A file is
// shown as 1.3 and saved in its own version.
const NAMESPACE = /(["'])(https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20211108|20230324)\/(MODEL|DMNDI|FEEL)\/)\1/g;
const SHOWN = "https://www.omg.org/spec/DMN/20191111/";

/** Return the text to show and how to write a saved one in the version of `xml`. */
export function shownAs(xml) {
  const own = new Map();
  const text = xml.replace(NAMESPACE, (_whole, quote, uri, kind) => {
    own.set(`${SHOWN}${kind}/`, uri);
    return `${quote}${SHOWN}${kind}/${quote}`;
  });
  return { text, back: (saved) => inVersion(saved, own) };
}

function inVersion(saved, own) {
  let text = saved;
  for (const [shown, uri] of own) text = text.replaceAll(`"${shown}"`, `"${uri}"`);
  return text;
}
