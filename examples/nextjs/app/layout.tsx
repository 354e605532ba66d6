import type { JSX, ReactNode } from 'react';

export default function Layout({ children }: { children: ReactNode }): JSX.Element {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
