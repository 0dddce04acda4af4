package dev.cupel.server.job;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Answers for the jobs of one kind of owner; a Spring bean of the room that knows such owners. */
public interface JobOwners {
    /** @return the kind of owner, as {@link JobOwner#kind} reads it */
    String kind();

    /**
     * @param owners of this kind
     * @return what the account may do with their jobs; an owner that is missing is none of its business
     */
    Map<JobOwner, JobRights> rights(UUID account, Set<JobOwner> owners);

    /**
     * @param owners of this kind
     * @return the keys under which addresses know them as projects; none for owners that are no projects
     */
    default Map<JobOwner, String> projectKeys(Set<JobOwner> owners) {
        return Map.of();
    }
}
