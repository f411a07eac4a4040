/** What Next costs by itself: reads a JSON body of a receipt's size and answers, nothing else. */
export async function POST(request) {
  const body = await request.json();
  return Response.json({ ok: typeof body === "object" });
}
