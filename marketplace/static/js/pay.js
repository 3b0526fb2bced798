// The waiting page of a bank transfer: copies what one has to type, and goes on by itself when the money has come.
const EVERY_MS = 5000;

// Browsers lend the clipboard to https pages only; elsewhere a tap on the text selects it.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.dataset.value ?? source.textContent.trim());
    button.firstChild.textContent = button.dataset.done;
  });
}

const wait = document.querySelector("[data-state-url]");

async function look() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(wait.dataset.stateUrl, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const { state, due } = await answer.json();
        if (!["OPEN", "PROCESSING"].includes(state)) return location.assign(wait.dataset.over);
        if (String(due) !== wait.dataset.due) return location.reload();
      }
    } catch {
      // The line is down: the next look tries again.
    }
  }
  setTimeout(look, EVERY_MS);
}

if (wait) setTimeout(look, EVERY_MS);
