/**
 * Long work: progress, cancel, resume after a restart.
 *
 * <p>A room that has long work to do writes a {@link dev.cupel.server.job.JobHandler}, a Spring bean that registers its kind
 * of job ({@link dev.cupel.server.job.JobKind}: name, lane, who may watch), and queues jobs at {@link
 * dev.cupel.server.job.Jobs}. A job belongs to an owner, a key this room does not read ({@link
 * dev.cupel.server.job.JobOwner}); the room of such owners says who may see and cancel it ({@link
 * dev.cupel.server.job.JobOwners}). A stored job whose kind no handler knows stays as it is, and visible, until a server
 * comes that does.
 *
 * <p>Tables: {@code job}, {@code job_problem}. Files that jobs read and make lie in the room {@code blob}.
 */
@NullMarked
package dev.cupel.server.job;

import org.jspecify.annotations.NullMarked;
