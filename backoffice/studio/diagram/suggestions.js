// The names that FEEL expressions may read, proposed as one types: fields of forms, results.

class Suggestions {
  constructor(desk) {
    this.desk = desk;
  }

  async getVariablesForElement() {
    return this.desk.choices.variables;
  }
}

Suggestions.$inject = ["desk"];

export const SuggestionsModule = { variableResolver: ["type", Suggestions] };
