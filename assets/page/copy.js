// Copies the address of this page: the view is a link.
export default function ({ parentElement }) {
  const button = parentElement.querySelector("button");
  const link = parentElement.querySelector("input");
  const label = "Copy link to this view";
  button.textContent = label;
  button.onclick = async () => {
    link.value = window.location.href;
    try {
      await navigator.clipboard.writeText(link.value);
      button.textContent = "Link copied";
      setTimeout(() => { button.textContent = label; }, 2000);
    } catch {
      // Without the permission, or without https, the reader copies the address by hand.
      link.hidden = false;
      link.select();
      button.textContent = "Press Ctrl+C to copy";
    }
  };
}
