/**
 * A whole installation as one file, and back: a ZIP with the rows of every table as PostgreSQL's COPY writes them, and a manifest that says what
 * must be in it ({@link dev.cupel.server.backup.Manifest}). {@link dev.cupel.server.backup.Backup} reads one snapshot and stops nobody;
 * {@link dev.cupel.server.backup.Restore} fills an empty database or leaves it empty. No tables of its own but the mark of a
 * restore that has not ended. No endpoints: the command line is the door. Tells nobody anything.
 */
@NullMarked
package dev.cupel.server.backup;

import org.jspecify.annotations.NullMarked;
