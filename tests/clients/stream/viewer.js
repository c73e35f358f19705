export function onStart() {
  fetch("/events").then((answer) => answer.text());
}
