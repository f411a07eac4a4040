import { literal, type ObjectStyle, objcText } from "./literals";
import { contentType, type SampleRequest } from "./operations";

const STYLE: ObjectStyle = {
  open: "@{",
  close: "}",
  pair: (name, value) => `${objcText(name)}: ${value}`,
  text: objcText,
  yes: "@YES",
  no: "@NO",
  step: 4,
  number: (value) => `@${value}`,
};

/** Objective-C with NSURLSession, as a program that waits for the answer. */
export function objectiveC(request: SampleRequest): string {
  const { method, url, auth, headers, body } = request;
  const type = contentType(request);
  const all = Object.entries({ ...(type ? { "Content-Type": type } : {}), ...headers });
  const lines = [
    ...(auth.kind === "basic"
      ? [
          `NSData *pair = [${objcText(`${auth.id}:${auth.secret}`)} dataUsingEncoding:NSUTF8StringEncoding];`,
          'NSString *basic = [@"Basic " stringByAppendingString:[pair base64EncodedStringWithOptions:0]];',
        ]
      : []),
    `NSURL *url = [NSURL URLWithString:${objcText(url)}];`,
    "NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];",
    `request.HTTPMethod = ${objcText(method)};`,
    `[request setValue:${auth.kind === "basic" ? "basic" : objcText(`Bearer ${auth.token}`)} forHTTPHeaderField:@"Authorization"];`,
    ...all.map(([name, value]) => `[request setValue:${objcText(value)} forHTTPHeaderField:${objcText(name)}];`),
    ...(body?.kind === "json"
      ? [
          `NSDictionary *payload = ${literal(body.value, STYLE)};`,
          "request.HTTPBody = [NSJSONSerialization dataWithJSONObject:payload options:0 error:nil];",
        ]
      : []),
    ...(body?.kind === "form"
      ? [`request.HTTPBody = [${objcText(body.text)} dataUsingEncoding:NSUTF8StringEncoding];`]
      : []),
    "",
    "dispatch_semaphore_t done = dispatch_semaphore_create(0);",
    "[[NSURLSession.sharedSession dataTaskWithRequest:request",
    "                               completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {",
    "    NSString *answer = data ? [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding] : nil;",
    '    NSLog(@"%@", error ?: answer);',
    "    dispatch_semaphore_signal(done);",
    "}] resume];",
    "dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);",
  ];
  const inner = lines
    .join("\n")
    .split("\n")
    .map((line) => (line ? `        ${line}` : ""));
  return [
    "#import <Foundation/Foundation.h>",
    "",
    "int main(void) {",
    "    @autoreleasepool {",
    ...inner,
    "    }",
    "    return 0;",
    "}",
  ].join("\n");
}
