// The captcha: ALTCHA's build without inline styles or blobs, with a worker served by us.
import "altcha/external";
import "altcha/altcha.css";
import "./captcha.css";
import "altcha/i18n/fr-fr";

const here = document.querySelector("[data-captcha-worker]");

globalThis.$altcha.algorithms.set(
  "PBKDF2/SHA-256",
  () => new Worker(here.dataset.captchaWorker),
);
// no collection of pointer movements, no advertising link in an administration's form
globalThis.$altcha.defaults.set({
  humanInteractionSignature: false,
  hideFooter: true,
  hideLogo: true,
});
