import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One keep-alive HTTP/1.1 connection over a blocking socket. Written by hand because it shares two cores with the
 * server it measures: a request costs one write, a reply one or two reads, and next to nothing else. One thread at a
 * time. After an IOException the connection is closed and the next call opens a new one; nothing is retried here.
 */
final class Http implements Closeable {
    /** A reply, its body as bytes already decoded from chunks. */
    record Reply(int status, byte[] body, Map<String, String> headers) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        boolean ok() {
            return status / 100 == 2;
        }
    }

    private static final byte[] NOTHING = {};
    private static final long IDLE_NANOS = 5_000_000_000L;
    private static final int READ_TIMEOUT_MS = 120_000;

    private final String host;
    private final int port;
    private final int timeoutMs;
    private Socket socket;
    private long lastUsed;
    private InputStream in;
    private OutputStream out;
    private final byte[] window = new byte[16 * 1024];
    private int at;
    private int end;
    final Map<String, String> cookies = new LinkedHashMap<>();

    Http(URI base) {
        this(base, READ_TIMEOUT_MS);
    }

    Http(URI base, int timeoutMs) {
        this.host = base.getHost();
        this.port = base.getPort() > 0 ? base.getPort() : 80;
        this.timeoutMs = timeoutMs;
    }

    /** Sends a request with a bearer token (or null) and reads the whole reply. */
    Reply call(String method, String path, String token, byte[] body) throws IOException {
        return call(method, path, token == null ? "" : "Authorization: Bearer " + token + "\r\n", body, "application/json");
    }

    Reply call(String method, String path, String token, String json) throws IOException {
        return call(method, path, token, json.getBytes(StandardCharsets.UTF_8));
    }

    Reply get(String path, String token) throws IOException {
        return call("GET", path, token, NOTHING);
    }

    /** @param headers complete header lines, each ended by CR LF */
    Reply call(String method, String path, String headers, byte[] body, String type) throws IOException {
        try {
            send(method, path, headers, body.length, type, body);
            return readReply();
        } catch (IOException broken) {
            close();
            throw broken;
        }
    }

    /** Sends the head of a request and hands out the stream for exactly {@code length} bytes of body. */
    OutputStream open(String method, String path, String token, long length, String type) throws IOException {
        send(method, path, "Authorization: Bearer " + token + "\r\n", length, type, NOTHING);
        return out;
    }

    /** Sends a request and returns the status with the body still to be read: -1 from it is the end. */
    InputStream stream(String path, String token, int[] status) throws IOException {
        send("GET", path, "Authorization: Bearer " + token + "\r\n", 0, null, NOTHING);
        status[0] = status(readLine());
        Map<String, String> headers = readHeaders();
        return body(headers);
    }

    private void send(String method, String path, String headers, long length, String type, byte[] body)
            throws IOException {
        if (socket != null && System.nanoTime() - lastUsed > IDLE_NANOS) {
            close(); // the server may have closed it meanwhile
        }
        lastUsed = System.nanoTime();
        if (socket == null) {
            Socket fresh = new Socket();
            fresh.setTcpNoDelay(true);
            fresh.setSoTimeout(timeoutMs);
            try {
                fresh.connect(new InetSocketAddress(host, port), Math.min(timeoutMs, 5_000));
            } catch (IOException refused) {
                fresh.close();
                throw refused;
            }
            socket = fresh;
            in = fresh.getInputStream();
            at = 0;
            end = 0;
            out = fresh.getOutputStream();
        }
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host).append(':').append(port);
        head.append("\r\n").append(headers);
        if (!cookies.isEmpty()) {
            StringBuilder all = new StringBuilder();
            cookies.forEach((name, value) -> all.append(all.isEmpty() ? "" : "; ").append(name).append('=').append(value));
            head.append("Cookie: ").append(all).append("\r\n");
        }
        if (type != null && !method.equals("GET")) {
            head.append("Content-Type: ").append(type).append("\r\nContent-Length: ").append(length).append("\r\n");
        }
        head.append("\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        out.write(request);
        out.flush();
    }

    Reply readReply() throws IOException {
        int status = status(readLine());
        Map<String, String> headers = readHeaders();
        byte[] body = status == 204 || status == 304 ? NOTHING : body(headers).readAllBytes();
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            close();
        }
        return new Reply(status, body, headers);
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith("HTTP/1.")) {
            throw new IOException("not an HTTP reply: " + line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> readHeaders() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            int colon = header.indexOf(':');
            char first = header.charAt(0);
            if ("cCtTsS".indexOf(first) < 0) { // content-length, connection, transfer-encoding, set-cookie
                continue;
            }
            String name = header.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
            String value = header.substring(colon + 1).trim();
            headers.put(name, value);
            if (name.equals("set-cookie")) {
                int semicolon = value.indexOf(';');
                String pair = semicolon < 0 ? value : value.substring(0, semicolon);
                int equals = pair.indexOf('=');
                cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return headers;
    }

    private InputStream body(Map<String, String> headers) {
        boolean chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        long length = chunked ? 0 : Long.parseLong(headers.getOrDefault("content-length", "0"));
        return new InputStream() {
            private long left = length;
            private boolean done = !chunked && length == 0;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                if (done) {
                    return -1;
                }
                if (left == 0) { // chunked: the next chunk's size
                    String size = readLine();
                    left = Long.parseLong(size.split(";")[0].trim(), 16);
                    if (left == 0) {
                        readLine();
                        done = true;
                        return -1;
                    }
                }
                int read = readSome(target, offset, (int) Math.min(count, left));
                if (read < 0) {
                    throw new EOFException("the connection ended inside a reply");
                }
                left -= read;
                if (left == 0) {
                    if (chunked) {
                        readLine();
                    } else {
                        done = true;
                    }
                }
                return read;
            }
        };
    }

    /** One line without its end, up to the window's size. */
    private String readLine() throws IOException {
        int from = at;
        while (true) {
            for (int i = from; i < end; i++) {
                if (window[i] == '\n') {
                    int stop = i > at && window[i - 1] == '\r' ? i - 1 : i;
                    String line = new String(window, at, stop - at, StandardCharsets.ISO_8859_1);
                    at = i + 1;
                    return line;
                }
            }
            if (at > 0) {
                System.arraycopy(window, at, window, 0, end - at);
                end -= at;
                at = 0;
            }
            from = end;
            if (end == window.length) {
                throw new IOException("a header line is longer than " + window.length + " bytes");
            }
            int read = in.read(window, end, window.length - end);
            if (read < 0) {
                throw new EOFException("the connection ended where a reply was expected");
            }
            end += read;
        }
    }

    private int readSome(byte[] target, int offset, int count) throws IOException {
        if (at == end) {
            return in.read(target, offset, count);
        }
        int copied = Math.min(count, end - at);
        System.arraycopy(window, at, target, offset, copied);
        at += copied;
        return copied;
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException ignored) {
            // it is gone either way
        }
        socket = null;
    }
}
