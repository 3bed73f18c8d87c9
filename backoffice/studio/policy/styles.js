// Third-party editors under our strict policy: `style-src 'self'` forbids <style> elements and
// style attributes in markup, but not sheets and declarations set through the CSSOM.
// Import this module before any editor.
import { StyleModule } from "style-mod";

const TAG = /<[a-z][^<>]*\sstyle=[^<>]*>/gi;
const STYLE = /\sstyle=(?="|')/gi;
const MARK = "data-own-style";

const sheets = new WeakMap(); // rules written in scripts -> the sheet that carries them

// CodeMirror's modules of rules would be written into a <style>.
StyleModule.mount = function mount(root, modules) {
  const scope = root.adoptedStyleSheets ? root : document;
  const wanted = [modules].flat().map(sheetOf);
  const kept = scope.adoptedStyleSheets.filter((sheet) => !wanted.includes(sheet));
  scope.adoptedStyleSheets = [...wanted, ...kept];
};

function sheetOf(module) {
  if (!sheets.has(module)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(module.getRules());
    sheets.set(module, sheet);
  }
  return sheets.get(module);
}

// Markup built from strings: its style attributes are set one by one after parsing.
const plain = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");

Object.defineProperty(Element.prototype, "innerHTML", {
  ...plain,
  set(markup) {
    const text = String(markup);
    if (!TAG.test(text)) return plain.set.call(this, markup);
    TAG.lastIndex = 0;
    plain.set.call(this, text.replace(TAG, (tag) => tag.replace(STYLE, ` ${MARK}=`)));
    const scope = this instanceof HTMLTemplateElement ? this.content : this;
    for (const each of scope.querySelectorAll(`[${MARK}]`)) dress(each);
  },
});

function dress(element) {
  element.style.cssText = element.getAttribute(MARK);
  element.removeAttribute(MARK);
}
