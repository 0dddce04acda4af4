package dev.cupel.server.media;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.blob.Upload;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.BodyLimit;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import dev.cupel.server.project.Membership;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files of a project: in and listed for those who manage it, shown to all who belong to it. */
@RestController
@RequestMapping("/api/v1/projects/{project}/media")
final class MediaController {
    private static final int MOST_FILES = 200;

    /**
     * What a view has to know of a file before it is there.
     *
     * @param sha256 its bytes are at {@code /media/} followed by this, for good
     * @param width in pixels as it is shown, turned as its camera noted
     */
    record MediaFacts(String name, String sha256, String type, long bytes, int width, int height) {}

    record MediaFile(
            String name,
            String sha256,
            String type,
            long bytes,
            int width,
            int height,
            String uploadedBy,
            Instant uploadedAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MediaPage(List<MediaFile> files, @Nullable String next) {}

    enum UploadState {
        ADDED,
        PRESENT,
        REPLACED;

        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param state present: the name pointed at these very bytes already */
    record Uploaded(UploadState state, MediaFacts file) {}

    /** @param items that show the name, and from now on a note in its place */
    record Deleted(String name, long items) {}

    private final MediaStore store;
    private final Intake intake;
    private final BlobStore blobs;
    private final MediaUses uses;

    MediaController(MediaStore store, Intake intake, BlobStore blobs, MediaUses uses) {
        this.store = store;
        this.intake = intake;
        this.blobs = blobs;
        this.uses = uses;
    }

    /**
     * Takes one file as the request's body, or as the part {@code file} of a form.
     *
     * @param name what items call it; the name of the part if it is left out
     * @param replace whether the name may point at other bytes than before
     */
    @Access(Level.MANAGER)
    @BodyLimit(value = "${cupel.media.max-size:50MB}", streamed = true)
    @PostMapping
    Uploaded upload(
            Membership me,
            @RequestParam @Nullable String name,
            @RequestParam(defaultValue = "false") boolean replace,
            HttpServletRequest request)
            throws IOException {
        String said = name == null ? null : MediaName.of(name);
        Upload upload = Upload.of(request);
        String called = said != null ? said : MediaName.of(upload.fileName() == null ? "" : upload.fileName());
        MediaStore.Content content = intake.take(upload, request);
        MediaStore.Outcome outcome;
        try {
            outcome = store.keep(me.projectId(), called, content, replace, me.accountId());
        } catch (RuntimeException notKept) {
            blobs.delete(content.blob());
            throw notKept;
        }
        UploadState state = switch (outcome) {
            case ADDED -> UploadState.ADDED;
            case PRESENT -> UploadState.PRESENT;
            case REPLACED -> UploadState.REPLACED;
        };
        return new Uploaded(state, facts(called, content));
    }

    /**
     * @param after the last name of the page before
     * @param q a part of names
     */
    @Access(Level.MANAGER)
    @GetMapping
    MediaPage page(
            Membership me,
            @RequestParam @Nullable @Length(max = 500) String after,
            @RequestParam @Nullable @Length(max = 500) String q,
            @RequestParam(defaultValue = "50") @Range(min = 1, max = MOST_FILES) int limit) {
        Problem.requireRange("limit", limit, 1, MOST_FILES);
        List<MediaStore.Named> found =
                store.page(me.projectId(), after == null ? "" : after, q == null ? "" : q.strip(), limit + 1);
        List<MediaStore.Named> shown = found.size() > limit ? found.subList(0, limit) : found;
        return new MediaPage(
                shown.stream().map(MediaController::file).toList(),
                found.size() > limit ? shown.getLast().name() : null);
    }

    /** Deletes a name; its bytes go with the last name that points at them. Items that show it stay, and say what is missing. */
    @Access(Level.MANAGER)
    @DeleteMapping
    Deleted delete(Membership me, @RequestParam String name) {
        String kept = MediaName.inOneForm(name);
        if (!store.delete(me.projectId(), kept)) {
            throw unknown(kept);
        }
        return new Deleted(kept, uses.itemsShowing(me.projectId(), kept));
    }

    /** What there is under a name, without its bytes. */
    @Access(Level.LABELER)
    @GetMapping("/about")
    MediaFacts about(Membership me, @RequestParam String name) {
        String kept = MediaName.inOneForm(name);
        return facts(kept, store.byName(me.projectId(), kept).orElseThrow(() -> unknown(kept)));
    }

    /** The bytes that a name points at now. */
    @Access(Level.LABELER)
    @GetMapping("/file")
    void named(Membership me, @RequestParam String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String kept = MediaName.inOneForm(name);
        MediaStore.Content content = store.byName(me.projectId(), kept).orElseThrow(() -> unknown(kept));
        send(content, "private, no-cache", request, response);
    }

    /** The bytes with this SHA-256, which are the same for ever. */
    @Access(Level.LABELER)
    @GetMapping("/{hash}")
    void hashed(Membership me, @PathVariable String hash, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        MediaStore.Content content = store.byHash(me.projectId(), hash).orElseThrow(() -> unknown(hash));
        send(content, "private, max-age=31536000, immutable", request, response);
    }

    private void send(
            MediaStore.Content content, String caching, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String tag = "\"" + content.sha256() + "\"";
        ByteRange wanted = ByteRange.of(
                request.getHeader(HttpHeaders.RANGE), request.getHeader(HttpHeaders.IF_RANGE), tag, content.bytes());
        if (wanted instanceof ByteRange.Beyond) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + content.bytes());
            throw Problem.of(
                            HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                            "range_unsatisfiable",
                            "The file has " + content.bytes() + " bytes; the range begins behind them.",
                            "Ask for bytes that are there.")
                    .with("bytes", content.bytes());
        }
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, caching);
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        // It is shown inside of our own pages and nowhere else; opened by itself, it may do nothing.
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (holds(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatus(HttpStatus.NOT_MODIFIED.value());
            return;
        }
        response.setContentType(content.type());
        long first = 0;
        long length = content.bytes();
        if (wanted instanceof ByteRange.Part part) {
            response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
            response.setHeader(
                    HttpHeaders.CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + "/" + content.bytes());
            first = part.first();
            length = part.length();
        }
        response.setContentLengthLong(length);
        try (InputStream in = blobs.open(content.blob(), first)) {
            copy(in, response.getOutputStream(), length);
        }
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("a stored file is shorter than it was");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    /** @return whether a list of tags names this one */
    private static boolean holds(@Nullable String tags, String tag) {
        return tags != null && (tags.strip().equals("*") || tags.contains(tag));
    }

    private static Problem unknown(String name) {
        return Problem.notFound("media_unknown", "This project has no file '" + name + "'.")
                .with("name", name);
    }

    private static MediaFacts facts(String name, MediaStore.Content c) {
        return new MediaFacts(name, c.sha256(), c.type(), c.bytes(), c.width(), c.height());
    }

    private static MediaFile file(MediaStore.Named named) {
        MediaStore.Content c = named.content();
        return new MediaFile(
                named.name(),
                c.sha256(),
                c.type(),
                c.bytes(),
                c.width(),
                c.height(),
                named.uploadedBy(),
                named.uploadedAt());
    }
}
