package dev.cupel.server.job;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Hands long work to whichever server has a free place; a {@link JobHandler} does it. */
@Component
public class Jobs {
    private final JobStore store;
    private final ObjectProvider<JobWorker> worker;
    private final ObjectProvider<JobHandler> handlers;

    Jobs(JobStore store, ObjectProvider<JobWorker> worker, ObjectProvider<JobHandler> handlers) {
        this.store = store;
        this.worker = worker;
        this.handlers = handlers;
    }

    /**
     * Queues a job; in the caller's transaction if there is one.
     *
     * @param creator the account it is done for; null if the server does it by itself
     * @param params anything Jackson writes as a JSON object
     * @return the job's id
     */
    public UUID submit(JobKind kind, JobOwner owner, @Nullable UUID creator, Object params) {
        return submit(kind, owner, creator, params, null);
    }

    /** @param upload a complete file, which goes away when the job is over */
    public UUID submit(JobKind kind, JobOwner owner, @Nullable UUID creator, Object params, @Nullable UUID upload) {
        UUID id = UUID.randomUUID();
        JobHandler handler = handler(kind.name())
                .orElseThrow(() -> new IllegalStateException("nobody does jobs of kind " + kind.name()));
        store.insert(id, kind, handler.unit(), owner, creator, params, upload);
        wakeAfterCommit();
        return id;
    }

    /** Queues a job unless an equal one waits already (one that runs may have looked before the latest change). */
    @Transactional
    public UUID submitUnlessQueued(JobKind kind, JobOwner owner, @Nullable UUID creator, Object params) {
        store.lockSubmission(kind, owner);
        Optional<UUID> waiting = store.queued(kind, owner, params);
        return waiting.orElseGet(() -> submit(kind, owner, creator, params));
    }

    /** @return who does jobs of this kind; nobody for jobs of another version of the server, which wait for it */
    Optional<JobHandler> handler(String kind) {
        return handlers.stream().filter(h -> h.kind().name().equals(kind)).findFirst();
    }

    /** @return the names of the kinds of job this server does */
    List<String> kinds() {
        return handlers.stream().map(h -> h.kind().name()).sorted().toList();
    }

    private void wakeAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            worker.getObject().wake();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                worker.getObject().wake();
            }
        });
    }
}
