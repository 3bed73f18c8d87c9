// The files of a pattern come and go with it: drawn, undone, redone.
import { COMMAND } from "./insert.js";

class Belongings {
  constructor(eventBus, injector) {
    this.injector = injector;
    this.queue = Promise.resolve(); // one move after the other, however fast they come
    eventBus.on(`commandStack.${COMMAND}.executed`, ({ context }) => this.#bring(context.made));
    eventBus.on(`commandStack.${COMMAND}.reverted`, ({ context }) => this.#take(context.made));
  }

  #bring(made) {
    this.#next(async (desk) => (made.brought = await desk.write(made.files)));
  }

  #take(made) {
    this.#next(async (desk) => {
      const { brought = {} } = made;
      made.brought = {};
      await desk.retire(brought);
    });
  }

  #next(move) {
    const notices = this.injector.get("notices");
    this.queue = this.queue.then(() => notices.during(move(this.injector.get("desk"))));
  }
}

Belongings.$inject = ["eventBus", "injector"];

export const BelongingsModule = { __init__: ["belongings"], belongings: ["type", Belongings] };
