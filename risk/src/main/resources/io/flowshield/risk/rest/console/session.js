/*
 * Signs an administrator in by Keycloak's own client of its admin console: authorization code with PKCE. Tokens stay in this module's
 * memory and go with the page.
 *
 * The answer comes to an address of the admin console, because that client has no other; this page reads it there and closes it.
 */
const CLIENT = "security-admin-console";
/** Texts of the console: answers everybody with 200, and runs no script that would take the code out of the address. */
const FRAME_LANDING = "messages.json?lang=en";
/** There is no such page. In a window of their own some browsers show JSON as a document that nobody else may look at. */
const WINDOW_LANDING = "flowshield";
const FRAME_MILLIS = 15000;
const LOOK_MILLIS = 100;
const EARLY_MILLIS = 15000;

/** Why nobody is signed in: a code of OAuth's, or one of blocked, closed, unreachable, answer. */
export class SignInFailure extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** What a token says. Nobody needs to verify it: it came from the token endpoint itself. */
function claims(token) {
  const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (char) => char.charCodeAt(0))));
}

/** The answer in a window's address; null while it is elsewhere. */
function answerAt(place, redirect) {
  let here;
  try {
    here = place.location.href;
  } catch (elsewhere) {
    return null;
  }
  return here.startsWith(redirect + "#") ? new URLSearchParams(here.slice(redirect.length + 1)) : null;
}

function answerInFrame(address, redirect) {
  return new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.setAttribute("aria-hidden", "true");
    frame.title = "";
    const timer = setTimeout(() => finish(null), FRAME_MILLIS);
    function finish(answer) {
      clearTimeout(timer);
      frame.remove();
      if (answer) {
        resolve(answer);
      } else {
        reject(new SignInFailure("unreachable"));
      }
    }
    frame.addEventListener("load", () => finish(answerAt(frame.contentWindow, redirect)));
    frame.src = address;
    document.body.append(frame);
  });
}

function answerInWindow(opened, redirect) {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const answer = answerAt(opened, redirect);
      if (!answer && !opened.closed) {
        return;
      }
      clearInterval(timer);
      if (answer) {
        opened.close();
        resolve(answer);
      } else {
        reject(new SignInFailure("closed"));
      }
    }, LOOK_MILLIS);
  });
}

/**
 * Signs in at one realm.
 *
 * @param {{frontend: string, admin: string}} server base addresses that end with a slash
 * @param {string} realm of the administrators
 */
export function createSession(server, realm) {
  const issuer = server.frontend + "realms/" + encodeURIComponent(realm);
  const endpoint = issuer + "/protocol/openid-connect/";
  const landing = server.admin + "admin/" + encodeURIComponent(realm) + "/console/";
  let tokens = null;
  let renewal = null;

  async function attempt(redirect, silent) {
    const verifier = random();
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    const made = { redirect: redirect, verifier: verifier, state: random(), nonce: random() };
    const query = new URLSearchParams({
      client_id: CLIENT,
      redirect_uri: redirect,
      response_type: "code",
      response_mode: "fragment",
      scope: "openid",
      state: made.state,
      nonce: made.nonce,
      code_challenge: base64url(new Uint8Array(digest)),
      code_challenge_method: "S256"
    });
    if (silent) {
      query.set("prompt", "none");
    }
    made.address = endpoint + "auth?" + query;
    return made;
  }

  /** @throws {SignInFailure} */
  async function post(path, fields) {
    let response;
    try {
      response = await fetch(endpoint + path, {
        method: "POST",
        body: new URLSearchParams({ client_id: CLIENT, ...fields }),
        credentials: "omit",
        cache: "no-store",
        redirect: "error"
      });
    } catch (failure) {
      throw new SignInFailure("unreachable");
    }
    if (response.status >= 500) {
      throw new SignInFailure("unreachable");
    }
    const body = response.status === 204 ? {} : await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new SignInFailure(typeof body.error === "string" ? body.error : "answer");
    }
    return body;
  }

  function keep(answer) {
    if (typeof answer.access_token !== "string" || typeof answer.refresh_token !== "string") {
      throw new SignInFailure("answer");
    }
    tokens = {
      access: answer.access_token,
      refresh: answer.refresh_token,
      renewAt: Date.now() + 1000 * answer.expires_in - EARLY_MILLIS,
      name: tokens ? tokens.name : ""
    };
  }

  async function redeem(answer, made) {
    if (answer.get("state") !== made.state || (answer.has("iss") && answer.get("iss") !== issuer)) {
      throw new SignInFailure("answer");
    }
    if (!answer.has("code")) {
      throw new SignInFailure(answer.get("error") || "answer");
    }
    const body = await post("token", {
      grant_type: "authorization_code",
      code: answer.get("code"),
      redirect_uri: made.redirect,
      code_verifier: made.verifier
    });
    const identity = claims(String(body.id_token));
    if (identity.nonce !== made.nonce || ![].concat(identity.aud).includes(CLIENT)) {
      throw new SignInFailure("answer");
    }
    keep(body);
    tokens.name = String(identity.preferred_username || identity.sub);
  }

  async function silently() {
    const made = await attempt(landing + FRAME_LANDING, true);
    await redeem(await answerInFrame(made.address, made.redirect), made);
  }

  /** By the refresh token, else by the cookie of whoever has signed in again elsewhere. */
  async function renew() {
    try {
      keep(await post("token", { grant_type: "refresh_token", refresh_token: tokens.refresh }));
    } catch (failure) {
      if (failure.code === "unreachable") {
        throw failure;
      }
      tokens = null;
      await silently();
    }
  }

  return {
    /** Of the administrators. */
    realm: realm,

    /** Who is signed in. */
    name: () => (tokens ? tokens.name : ""),

    /** Signs in whoever is signed in at Keycloak already; rejected with a SignInFailure. */
    silently: silently,

    /** Signs in in a window of its own. To be called when a button is pressed: else browsers open none. */
    async inWindow() {
      // Before anything is awaited, or the browser forgets that a button was pressed.
      const opened = window.open("", "_blank", "popup,width=640,height=720");
      if (!opened) {
        throw new SignInFailure("blocked");
      }
      const made = await attempt(landing + WINDOW_LANDING, false);
      opened.location.replace(made.address);
      await redeem(await answerInWindow(opened, made.redirect), made);
    },

    /** A token that lives for a while yet; rejected with a SignInFailure when there is none to be had. */
    async token() {
      if (!tokens) {
        throw new SignInFailure("login_required");
      }
      if (Date.now() >= tokens.renewAt) {
        renewal = renewal || renew().finally(() => {
          renewal = null;
        });
        await renewal;
      }
      return tokens.access;
    },

    /** The server took the token for one that has ended. */
    doubt() {
      if (tokens) {
        tokens.renewAt = 0;
      }
    },

    /** Ends the session at Keycloak, as the admin console does; forgets the tokens whatever happens. */
    async signOut() {
      const gone = tokens;
      tokens = null;
      if (gone) {
        await post("logout", { refresh_token: gone.refresh });
      }
    }
  };
}
