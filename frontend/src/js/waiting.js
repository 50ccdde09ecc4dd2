// A page about work under way looks again by itself, as long as somebody has it before their eyes.
export function wireWaiting() {
  const waiting = document.querySelector('[data-refresh]');
  if (!waiting) return;
  setTimeout(() => {
    if (document.hidden) document.addEventListener('visibilitychange', () => location.reload(), { once: true });
    else location.reload();
  }, Number(waiting.dataset.refresh) * 1000);
}
