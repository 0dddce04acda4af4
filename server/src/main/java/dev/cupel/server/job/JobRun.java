package dev.cupel.server.job;

import dev.cupel.engine.Finding;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.platform.StorableText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One run of a job, as its handler sees it. Used by one thread at a time, apart from the flags. */
public final class JobRun {
    /** Problems beyond this many are counted but not kept. */
    public static final int KEPT_PROBLEMS = 10_000;

    private static final int SHOWN = 1_000;

    private final JobStore store;
    private final BlobStore blobs;
    private final UUID id;
    private final JobOwner owner;
    private final @Nullable UUID creator;
    private final JsonNode params;
    private final JsonNode progress;
    private final @Nullable UUID upload;
    private final String lease;
    private final Map<String, Object> summary;
    private final List<Finding> unsaved = new ArrayList<>();
    private long problems;
    private long savedProblems;
    private long done;
    private @Nullable Long total;
    private volatile boolean cancelled;
    private volatile boolean shutdown;
    private volatile boolean lost;

    JobRun(JobStore store, BlobStore blobs, JobStore.Claim claim) {
        this.store = store;
        this.blobs = blobs;
        this.id = claim.id();
        this.owner = claim.owner();
        this.creator = claim.creator();
        this.params = claim.params();
        this.progress = claim.progress();
        this.upload = claim.upload();
        this.lease = claim.lease();
        this.summary = new LinkedHashMap<>(claim.summary());
        this.problems = claim.problemCount();
        this.savedProblems = claim.problemCount();
        this.done = claim.done();
        this.total = claim.total();
    }

    public UUID id() {
        return id;
    }

    /** @return whom the job belongs to, as it was submitted */
    public JobOwner owner() {
        return owner;
    }

    /** @return the account that started the job; null if the server did */
    public @Nullable UUID creator() {
        return creator;
    }

    /** @return what the job was submitted with */
    public JsonNode params() {
        return params;
    }

    /** @return what the last checkpoint of an earlier run left, or an empty object */
    public JsonNode progress() {
        return progress;
    }

    /** @return the file the job was submitted with */
    public UUID upload() {
        if (upload == null) {
            throw new IllegalStateException("job " + id + " has no upload");
        }
        return upload;
    }

    /** Sets how much there is to do, in the handler's unit; shown from the next checkpoint on. */
    public void total(long amount) {
        total = amount;
    }

    /** Sets a figure people see beside the job, such as added rows. */
    public void summary(String name, Object value) {
        summary.put(name, value instanceof String text ? StorableText.storable(text) : value);
    }

    /** @return a figure of the summary, also from an earlier run; 0 if there is none */
    public long count(String name) {
        return summary.get(name) instanceof Number number ? number.longValue() : 0;
    }

    public void addToCount(String name, long more) {
        summary.put(name, count(name) + more);
    }

    /** Notes what was found in the file, such as a row that was left out; kept with the next checkpoint. */
    public void found(Finding finding) {
        if (problems < KEPT_PROBLEMS) {
            // The text often quotes what is wrong, which may be just what cannot be stored.
            Finding.Place place = finding.place();
            String character = place.column() > 0 ? " (character " + place.column() + ")" : "";
            unsaved.add(Finding.inRow(
                    finding.code(),
                    place.line(),
                    shown(place.path()),
                    shown(finding.what() + character),
                    shown(finding.fix())));
        }
        problems++;
    }

    /** Names of columns and values are quoted in problems, and may be as long as the row. */
    private static String shown(String text) {
        return StorableText.storable(text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
    }

    /** @return how many problems there are, kept or not */
    public long problemCount() {
        return problems;
    }

    /**
     * Saves how far the job has come, in the transaction of the caller if there is one: then as its last statement.
     *
     * @param resumeFrom what {@link #progress()} tells the next run, should this one be interrupted
     * @param amountDone in the handler's unit
     * @throws JobStopped if another server has taken the job over; the caller's transaction must not commit
     */
    public void checkpoint(Object resumeFrom, long amountDone) {
        done = amountDone;
        JobStore.Mark mark = new JobStore.Mark(resumeFrom, amountDone, total, summary, problems);
        if (store.checkpoint(id, lease, mark, unsaved, savedProblems)) {
            cancelled = true;
        }
        unsaved.clear();
        savedProblems = problems;
    }

    /** @throws JobStopped if the job was cancelled, this server stops, or the lease is lost. Not inside a transaction. */
    public void stopIfAsked() {
        if (lost) {
            throw new JobStopped(JobStopped.Why.LEASE_LOST);
        }
        if (cancelled) {
            throw new JobStopped(JobStopped.Why.CANCELLED);
        }
        if (shutdown) {
            throw new JobStopped(JobStopped.Why.SHUTDOWN);
        }
    }

    /**
     * Starts the file people download, at once also while it is being written. A run that goes on for another starts a
     * fresh one.
     *
     * @param fileName as the browser saves it
     * @param mediaType such as {@code text/csv;charset=UTF-8}
     */
    public BlobStore.Writer result(String fileName, String mediaType) {
        BlobStore.Writer writer = blobs.create();
        store.setResult(id, lease, writer.id(), fileName, mediaType);
        return writer;
    }

    /** Removes a result that will not become complete; whoever reads it learns that it is not the whole. */
    public void discard(BlobStore.Writer result) {
        blobs.delete(result.id());
    }

    String lease() {
        return lease;
    }

    JobStore.Mark finalMark() {
        return new JobStore.Mark(progress, done, total, summary, problems);
    }

    List<Finding> unsavedProblems() {
        return unsaved;
    }

    long savedProblems() {
        return savedProblems;
    }

    void cancel() {
        cancelled = true;
    }

    void shutDown() {
        shutdown = true;
    }

    void loseLease() {
        lost = true;
    }
}
