// The proof of work runs beside the page, in a worker of its own.
import "altcha/workers/pbkdf2";
