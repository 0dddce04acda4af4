/** The cupel: a small cup with a bead of gold in it. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M5 12h22c0 8-4 14-11 14S5 20 5 12Z" fill="var(--accent-line)" />
      <ellipse cx="16" cy="12" rx="11" ry="4.5" fill="var(--accent)" />
      <ellipse cx="16" cy="12.6" rx="6" ry="2.3" fill="#f2c14e" />
    </svg>
  );
}
