import type { ReactNode } from 'react';

/** Buttons to choose from: any of them (`multiple`) or one. Said to assistive technology as check boxes or radios. */
export function ChoiceGroup({
  multiple,
  label,
  className,
  children,
}: {
  multiple: boolean;
  label: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  return multiple ? (
    <div role="group" aria-label={label} className={className}>
      {children}
    </div>
  ) : (
    <div role="radiogroup" aria-label={label} className={className}>
      {children}
    </div>
  );
}

export function ChoiceButton({
  multiple,
  on,
  className,
  onClick,
  children,
}: {
  multiple: boolean;
  on: boolean;
  className?: string | undefined;
  onClick: () => void;
  children: ReactNode;
}) {
  return multiple ? (
    <button type="button" role="checkbox" aria-checked={on} className={className} onClick={onClick}>
      {children}
    </button>
  ) : (
    <button type="button" role="radio" aria-checked={on} className={className} onClick={onClick}>
      {children}
    </button>
  );
}
