import { lazy, Suspense, useState } from 'react';
import { useCommandRegistry } from './commands';

const Palette = lazy(() => import('./Palette').then((file) => ({ default: file.Palette })));
const HelpSheet = lazy(() => import('./HelpSheet').then((file) => ({ default: file.HelpSheet })));

/** Palette and help sheet, loaded when first opened: no first screen needs them. */
export function KeyOverlays() {
  const helpOpen = useCommandRegistry((registry) => registry.helpOpen);
  const paletteOpen = useCommandRegistry((registry) => registry.paletteOpen);
  const [wanted, setWanted] = useState({ help: false, palette: false });
  if ((helpOpen && !wanted.help) || (paletteOpen && !wanted.palette))
    setWanted({ help: wanted.help || helpOpen, palette: wanted.palette || paletteOpen });
  return (
    <>
      {/* One boundary each: while one is fetched, the other must not be hidden in the middle of closing. */}
      <Suspense fallback={null}>{wanted.palette && <Palette />}</Suspense>
      <Suspense fallback={null}>{wanted.help && <HelpSheet />}</Suspense>
    </>
  );
}
