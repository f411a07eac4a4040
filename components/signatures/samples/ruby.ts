/** Shown to people and run by code-samples.test.ts. */
export const RUBY_SAMPLE = String.raw`require "openssl"

# Whether Tidings made this request. body: the raw bytes, before any JSON parser.
def genuine?(body, headers, secret)
  id = headers["webhook-id"].to_s
  timestamp = headers["webhook-timestamp"].to_s
  signatures = headers["webhook-signature"].to_s
  return false unless timestamp.match?(/\A\d{1,12}\z/)
  return false if (Time.now.to_i - timestamp.to_i).abs > 300

  key = secret.delete_prefix("whsec_").unpack1("m")
  signed = "#{id}.#{timestamp}.".b + body.b
  mac = OpenSSL::HMAC.digest("SHA256", key, signed)
  expected = "v1," + [mac].pack("m0")
  signatures.split(" ").any? do |signature|
    OpenSSL.secure_compare(signature, expected)
  end
end

# With Rails:
# def create
#   secret = ENV.fetch("SIGNING_SECRET")
#   return head :unauthorized unless genuine?(request.raw_post, request.headers, secret)
#   callback = JSON.parse(request.raw_post)
#   head :no_content
# end
`;
