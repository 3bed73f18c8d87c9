// What the menus of bpmn.io must not offer here, and what they must carry under our policy.
const LATE = 100;
// the checks refuse these: offering them would be a trap
const REFUSED = /complex-gateway|ad-hoc|adhoc|transaction|event-based-instantiating/i;
const REFUSED_TOOLS = /data-store/;

class Menus {
  constructor(popupMenu, palette) {
    popupMenu.registerProvider("bpmn-replace", LATE, this);
    palette.registerProvider(LATE, this);
  }

  getPopupMenuEntries() {
    return (entries) => without(entries, REFUSED);
  }

  getPopupMenuHeaderEntries() {
    return (entries) => without(entries, REFUSED);
  }

  getPaletteEntries() {
    return (entries) => without(entries, REFUSED_TOOLS);
  }
}

Menus.$inject = ["popupMenu", "palette"];

export const MenusModule = { __init__: ["studioMenus"], studioMenus: ["type", Menus] };

function without(entries, refused) {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !refused.test(name)));
}
