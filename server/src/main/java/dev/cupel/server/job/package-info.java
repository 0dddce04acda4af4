/** Long work: progress, cancel, resume after a restart. */
@NullMarked
package dev.cupel.server.job;

import org.jspecify.annotations.NullMarked;
