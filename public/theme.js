// Loaded before the first paint, so that a stored choice never flashes.
try {
  const theme = localStorage.getItem('quire:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is off: the system's preference holds.
}
