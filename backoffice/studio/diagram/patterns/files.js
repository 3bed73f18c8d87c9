// First drafts of the forms and letters that a pattern needs; the analyst rewrites them.

/** Return the text of a form-js form, one page of `components`. */
export function form(id, title, components) {
  return `${JSON.stringify(
    {
      id,
      type: "default",
      schemaVersion: 19,
      executionPlatform: "Camunda Cloud",
      executionPlatformVersion: "8.6.0",
      components: [{ id: `Page_${id}`, type: "group", label: title, components }],
    },
    null,
    2,
  )}\n`;
}

/** Return the text of a letter that ends with who signs it. */
export function letter(subject, ...paragraphs) {
  const text = ["Bonjour,", ...paragraphs, "{{ service }}\n{{ organisation }}"].join("\n\n");
  return `Objet : ${subject}\n\n${text}\n`;
}

export function longText(key, label, { required = true, hide, description } = {}) {
  const component = { id: `Champ_${key}`, type: "textarea", key, label };
  if (description) component.description = description;
  if (required) component.validate = { required: true, maxLength: 2000 };
  if (hide) component.conditional = { hide };
  return component;
}

export function choice(key, label, values) {
  const options = Object.entries(values).map(([value, text]) => ({ label: text, value }));
  const validate = { required: true };
  return { id: `Champ_${key}`, type: "radio", key, label, validate, values: options };
}

export function day(key, label, description) {
  const validate = { required: true };
  return { id: `Champ_${key}`, type: "datetime", subtype: "date", key, dateLabel: label,
    label, description, validate };
}

export function file(key, label, { required = false } = {}) {
  const component = { id: `Champ_${key}`, type: "filepicker", key, label, multiple: true,
    accept: ".pdf,.jpg,.jpeg,.png", properties: { maxFiles: "5" } };
  if (required) component.validate = { required: true };
  return component;
}

export function note(id, text) {
  return { id: `Texte_${id}`, type: "text", text };
}
