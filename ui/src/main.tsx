import './shared/theme/styles';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { ahead } from './app/ahead';
import { queryClient } from './app/queryClient';
import { router } from './app/router';
import { startI18n } from './shared/i18n';
import { cssVariables, theme } from './shared/theme/theme';

// Mantine writes <style> elements; the Content-Security-Policy lets only those with this response's nonce through.
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
setNonce(nonce);

// What is notified before this has arrived waits in its store.
const Notifications = lazy(() => import('@mantine/notifications').then((file) => ({ default: file.Notifications })));

ahead(location.pathname);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await startI18n();
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={() => nonce}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Suspense fallback={null}>
          <Notifications position="bottom-left" limit={3} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
