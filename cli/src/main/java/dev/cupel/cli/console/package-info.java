/** What all commands share: reading tables, writing results, tables for people and JSON for programs. */
@NullMarked
package dev.cupel.cli.console;

import org.jspecify.annotations.NullMarked;
