/** One self-contained page: text, tables and inline SVG, light and dark, without anything from elsewhere. */
@NullMarked
package dev.cupel.cli.page;

import org.jspecify.annotations.NullMarked;
