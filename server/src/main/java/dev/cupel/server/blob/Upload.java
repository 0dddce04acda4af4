package dev.cupel.server.blob;

import dev.cupel.server.platform.Space;
import dev.cupel.server.platform.web.BodyLimits;
import dev.cupel.server.platform.web.BrokenOff;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.TextRules;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * The file in a request: its body, or the part {@code file} of a multipart body. Read as it comes, never held.
 *
 * @param fileName of the multipart part; null if the body is the file
 */
public record Upload(InputStream in, @Nullable String fileName) {
    private static final int HEAD_BYTES = 8_192;
    private static final long LOOK_BYTES = 16L << 20;

    /** A stored file: its first bytes tell the format. */
    public static final class Stored {
        private final UUID blob;
        private final byte[] head;

        private Stored(UUID blob, byte[] head) {
            this.blob = blob;
            this.head = head;
        }

        public UUID blob() {
            return blob;
        }

        public byte[] head() {
            return head;
        }
    }

    /** @throws Problem file_missing if a multipart body has no part named file */
    public static Upload of(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith("multipart/")) {
            return new Upload(request.getInputStream(), null);
        }
        try {
            FileItemIterator parts = new FileUpload().getItemIterator(new ServletRequestContext(request));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                if ("file".equals(part.getFieldName())) {
                    String name = name(part);
                    TextRules.check("file", name);
                    return new Upload(new Part(part.openStream()), name);
                }
            }
        } catch (FileUploadException | MultipartStream.MalformedStreamException e) {
            if (e.getCause() instanceof IOException gone && BrokenOff.is(gone)) {
                throw gone;
            }
            throw Problem.of(
                    HttpStatus.BAD_REQUEST,
                    "form_unreadable",
                    "The form cannot be taken apart: its boundary is missing, or it ends in the middle.",
                    "Send multipart/form-data with a boundary, or the file itself as the request's body.");
        }
        throw Problem.invalid(
                "file_missing", "file", "the form has no part named 'file'", "send the file under that name");
    }

    /** The library refuses NUL by itself, with a failure of its own. */
    private static @Nullable String name(FileItemStream part) {
        try {
            return part.getName();
        } catch (InvalidFileNameException unstorable) {
            return unstorable.getName();
        }
    }

    /** The file inside a form, whoever reads it. */
    private static final class Part extends FilterInputStream {
        Part(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (MultipartStream.MalformedStreamException cut) {
                throw cut();
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (MultipartStream.MalformedStreamException cut) {
                throw cut();
            }
        }

        private static Problem cut() {
            return Problem.invalid(
                    "upload_cut",
                    "file",
                    "the form ends in the middle of the file, so nothing was kept",
                    "send the file again, whole, with the form's closing boundary");
        }
    }

    public static Problem empty() {
        return Problem.invalid("upload_empty", "body", "the file is empty", "send the file as the request's body");
    }

    /** The same file, read through another stream, such as one that computes a digest. */
    public Upload through(UnaryOperator<InputStream> other) {
        return new Upload(other.apply(in), fileName);
    }

    /**
     * @param tooLarge what is said to a file over the endpoint's limit
     * @throws Problem what {@code tooLarge} makes, upload_empty, upload_cut, disk_full
     */
    public Stored store(BlobStore blobs, Space space, HttpServletRequest request, Function<DataSize, Problem> tooLarge)
            throws IOException {
        DataSize most = BodyLimits.of(request);
        if (request.getContentLengthLong() > most.toBytes()) {
            throw tooLarge.apply(most);
        }
        space.require(request.getContentLengthLong());
        long looked = 0;
        BlobStore.Writer writer = blobs.create();
        byte[] head = new byte[0];
        boolean complete = false;
        try {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (writer.size() + read > most.toBytes()) {
                    throw tooLarge.apply(most);
                }
                if (writer.size() - looked > LOOK_BYTES) {
                    // Others write too, and the length of a stream is not told before.
                    space.require(0);
                    looked = writer.size();
                }
                if (head.length < HEAD_BYTES) {
                    int old = head.length;
                    int more = Math.min(read, HEAD_BYTES - old);
                    head = Arrays.copyOf(head, old + more);
                    System.arraycopy(buffer, 0, head, old, more);
                }
                writer.write(buffer, 0, read);
            }
            if (writer.size() == 0) {
                throw empty();
            }
            writer.complete();
            complete = true;
            return new Stored(writer.id(), head);
        } finally {
            if (!complete) {
                blobs.delete(writer.id());
            }
        }
    }
}
