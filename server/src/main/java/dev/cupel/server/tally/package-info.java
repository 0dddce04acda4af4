/** How much there is in each project, counted across all rooms below; owns no table. Front door: {@code project.Tallies}. */
@NullMarked
package dev.cupel.server.tally;

import org.jspecify.annotations.NullMarked;
