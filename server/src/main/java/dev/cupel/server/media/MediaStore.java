package dev.cupel.server.media;

import dev.cupel.server.blob.BlobKeeper;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.platform.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Names, and the bytes they point at. Changes to the names of one project take turns, so that no bytes go that gain a name. */
@Component
class MediaStore implements BlobKeeper {
    /** What was done with an upload. */
    enum Outcome {
        ADDED,
        /** The name pointed at these bytes already. */
        PRESENT,
        /** The name pointed at other bytes. */
        REPLACED
    }

    /**
     * Bytes.
     *
     * @param sha256 in hexadecimal digits
     * @param type as HTTP names it
     */
    record Content(String sha256, UUID blob, String type, long bytes, int width, int height) {
        /** @return the same bytes in another file */
        Content at(UUID other) {
            return new Content(sha256, other, type, bytes, width, height);
        }
    }

    /** A name and what it points at. */
    record Named(String name, Content content, String uploadedBy, Instant uploadedAt) {}

    private static final String COLUMNS = "m.sha256, m.blob_id, m.type, m.bytes, m.width, m.height";

    private static final String NAMED = "n.name, n.uploaded_at, a.display_name, " + COLUMNS + """
             from media_name n join media m on m.project_id = n.project_id and m.sha256 = n.sha256
            join account a on a.id = n.uploaded_by
            """;

    private final JdbcClient sql;
    private final BlobStore blobs;

    MediaStore(JdbcClient sql, BlobStore blobs) {
        this.sql = sql;
        this.blobs = blobs;
    }

    /**
     * Makes the name point at the bytes of a stored file, which goes if the project has the same bytes already.
     *
     * @throws Problem media_name_taken if the name points at other bytes, unless they are to be replaced
     */
    @Transactional
    Outcome keep(long project, String name, Content found, boolean replace, UUID account) {
        takeTurn(project);
        Optional<String> before = sha256(project, name);
        if (before.isPresent() && before.get().equals(found.sha256())) {
            blobs.delete(found.blob());
            return Outcome.PRESENT;
        }
        if (before.isPresent() && !replace) {
            throw Problem.conflict(
                            "media_name_taken",
                            "Another file is called '" + name + "' in this project already.",
                            "Upload it under another name, or say that it is to be replaced: replace=true.")
                    .with("name", name);
        }
        byte[] sha256 = bytes(found.sha256());
        int added = sql.sql("""
                insert into media (project_id, sha256, blob_id, type, bytes, width, height) values (?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """)
                .params(project, sha256, found.blob(), found.type(), found.bytes(), found.width(), found.height())
                .update();
        if (added == 0) {
            blobs.delete(found.blob());
        }
        sql.sql("""
                insert into media_name (project_id, name, sha256, uploaded_by) values (?, ?, ?, ?)
                on conflict (project_id, name) do update
                    set sha256 = excluded.sha256, uploaded_by = excluded.uploaded_by, uploaded_at = now()
                """).params(project, name, sha256, account).update();
        before.ifPresent(old -> dropUnnamed(project, old));
        return before.isPresent() ? Outcome.REPLACED : Outcome.ADDED;
    }

    /** @return whether there was such a name */
    @Transactional
    boolean delete(long project, String name) {
        takeTurn(project);
        Optional<String> named = sha256(project, name);
        sql.sql("delete from media_name where project_id = ? and name = ?")
                .params(project, name)
                .update();
        named.ifPresent(sha256 -> dropUnnamed(project, sha256));
        return named.isPresent();
    }

    Optional<Content> byName(long project, String name) {
        return sql.sql("select " + COLUMNS + """
                 from media_name n join media m on m.project_id = n.project_id and m.sha256 = n.sha256
                where n.project_id = ? and n.name = ?
                """)
                .params(project, name)
                .query((row, number) -> content(row))
                .optional();
    }

    /** @param sha256 64 hexadecimal digits; anything else is found nowhere */
    Optional<Content> byHash(long project, String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            return Optional.empty();
        }
        return sql.sql("select " + COLUMNS + " from media m where m.project_id = ? and m.sha256 = ?")
                .params(project, bytes(sha256))
                .query((row, number) -> content(row))
                .optional();
    }

    /**
     * @param after the last name of the page before; empty for the first
     * @param part that names have in them, however it is written; empty for all
     * @return at most so many, by name
     */
    List<Named> page(long project, String after, String part, int most) {
        return sql.sql("select " + NAMED + """
                 where n.project_id = :project and n.name > :after
                  and (:part = '' or position(lower(:part) in lower(n.name collate "default")) > 0)
                order by n.name limit :most
                """)
                .param("project", project)
                .param("after", after)
                .param("part", part)
                .param("most", most)
                .query((row, number) -> named(row))
                .list();
    }

    /**
     * @param after the last name of the page before; empty for the first
     * @return at most so many names of one project that another does not have, by name
     */
    List<Named> missing(long from, long to, String after, int most) {
        return sql.sql("select " + NAMED + """
                 where n.project_id = :from and n.name > :after
                  and not exists (select 1 from media_name o where o.project_id = :to and o.name = n.name)
                order by n.name limit :most
                """)
                .param("from", from)
                .param("to", to)
                .param("after", after)
                .param("most", most)
                .query((row, number) -> named(row))
                .list();
    }

    @Override
    public Set<UUID> kept(Set<UUID> files) {
        return new HashSet<>(sql.sql("select blob_id from media where blob_id = any(?)")
                .param(files.toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    }

    private void takeTurn(long project) {
        sql.sql("select pg_advisory_xact_lock(hashtextextended('media', ?))")
                .param(project)
                .query((row, number) -> number)
                .list();
    }

    private Optional<String> sha256(long project, String name) {
        return sql.sql("select sha256 from media_name where project_id = ? and name = ?")
                .params(project, name)
                .query((row, number) -> HexFormat.of().formatHex(row.getBytes(1)))
                .optional();
    }

    private void dropUnnamed(long project, String sha256) {
        sql.sql("""
                delete from media m where m.project_id = :project and m.sha256 = :sha256
                  and not exists (select 1 from media_name n where n.project_id = m.project_id and n.sha256 = m.sha256)
                returning blob_id
                """)
                .param("project", project)
                .param("sha256", bytes(sha256))
                .query(UUID.class)
                .list()
                .forEach(blobs::delete);
    }

    private static byte[] bytes(String sha256) {
        return HexFormat.of().parseHex(sha256);
    }

    private static Named named(ResultSet row) throws SQLException {
        return new Named(
                row.getString("name"),
                content(row),
                row.getString("display_name"),
                row.getTimestamp("uploaded_at").toInstant());
    }

    private static Content content(ResultSet row) throws SQLException {
        return new Content(
                HexFormat.of().formatHex(row.getBytes("sha256")),
                row.getObject("blob_id", UUID.class),
                row.getString("type"),
                row.getLong("bytes"),
                row.getInt("width"),
                row.getInt("height"));
    }
}
