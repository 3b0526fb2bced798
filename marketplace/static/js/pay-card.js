// Stripe's Payment Element. Without scripts, or where Stripe's cannot be loaded, the button to Stripe's own page stays.
const form = document.getElementById("pay-card");
const problem = document.getElementById("pay-problem");
const library = document.getElementById("stripe-js");

function say(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function mount() {
  const stripe = window.Stripe(form.dataset.key, { locale: document.documentElement.lang });
  const elements = stripe.elements({ clientSecret: form.dataset.secret });
  elements.create("payment").mount("#pay-element");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    say("");
    // 3-D Secure happens in here; when it is over the payer is sent to the return address.
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: form.dataset.return } });
    say(error.message ?? form.dataset.unavailable);
    button.disabled = false;
  });
}

if (window.Stripe) mount();
else {
  library.addEventListener("load", mount);
  library.addEventListener("error", () => {
    form.hidden = false;
    form.querySelector("button").hidden = true;
    document.getElementById("pay-element").hidden = true;
    say(form.dataset.unavailable);
  });
}
