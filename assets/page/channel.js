// Tells the map, which lives in its own frame, what the page wants to see.
export default function ({ data }) {
  const send = () => {
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.title.startsWith("streamlit_folium") && frame.contentWindow) {
        frame.contentWindow.postMessage({ atlas: "view", ...data }, window.location.origin);
      }
    }
  };
  const hear = (event) => {
    if (event.origin === window.location.origin && event.data && event.data.atlas === "ready") send();
  };
  window.addEventListener("message", hear);
  send();
  return () => window.removeEventListener("message", hear);
}
