/** The server: starts PostgreSQL, migrates it, serves the API and the user interface. Its packages are rooms. */
@NullMarked
package dev.cupel.server;

import org.jspecify.annotations.NullMarked;
