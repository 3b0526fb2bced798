// The buttons beside a quantity; without this module the field alone does it.
for (const box of document.querySelectorAll("[data-qty]")) {
  const input = box.querySelector("input");
  for (const [selector, change] of [["[data-less]", "stepDown"], ["[data-more]", "stepUp"]]) {
    const button = box.querySelector(selector);
    button.hidden = false;
    button.addEventListener("click", () => {
      input[change]();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
